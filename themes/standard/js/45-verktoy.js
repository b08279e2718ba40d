// Loads the tools on pages that have one. Without them, such a page is a text to read and print.

start(() => {
  const tool = document.querySelector(".valgtre, .roller, .pastander, body.checklist .valg");
  if (!tool) return;
  // Ticks and ratings stand in the store of answers; without it, they last as long as the page is open.
  const answers = tool.matches(".valg, .pastander") && ADDRESSES.svar;
  const before = answers ? load("svar").catch(console.error) : Promise.resolve();
  before.then(() => load("verktoy")).finally(ready).catch(console.error);
});
