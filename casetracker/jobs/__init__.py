"""Jobs: work that nobody should wait for, on Postgres (procrastinate; docs/decisions/0007).

What holds for every job of this house:

- It is queued by `.defer(…)` in the transaction that needs it: neither exists without the other, in a request and in
  another job alike (`worker.WorkerConnector` sees to the latter).
- Its body, in a module `tasks` of an app, is one service that is safe to repeat and to kill at any instant: what is
  done is found done. What leaves the house (a mail, a delivery) carries a key by which the receiver knows it again.
- Its arguments are keys, never texts: the row is read when the job runs. A row that is gone is no error.
- What must not run twice at a time has a `lock`; what need not wait twice, a `queueing_lock`, until it begins: a job
  that begins again has none (`migrations/0002`), since another may wait by then.
- A job that is scheduled for later holds its `lock` already: others of that lock and priority are not begun before it.
- What fails for a reason that passes (a network, a server that is away) is tried again: `retry=` one of `patience`. Any
  other failure, and the last of these, leaves the job as a dead letter with its errors, for an administrator to decide.
- A job whose worker died begins again within 90 seconds (`rescue`); one whose workers die of it is given up.
"""
