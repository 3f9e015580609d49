// Tells the page around the frame how high the frame wants to be: a number, and nothing about who reads it.

const tell = () => parent.postMessage({ casetracker: "height", height: Math.ceil(document.documentElement.offsetHeight) }, "*");
if (parent !== window) new ResizeObserver(tell).observe(document.documentElement);
