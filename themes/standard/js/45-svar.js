// The reader's answers are there where there is something to fill in, and where they came along from the page before.

start(() => {
  const toFillIn = document.getElementById("skjemadata") !== null;
  const cameAlong = window.name.startsWith("brobygger:") || Boolean(history.state?.brobygger);
  if (!toFillIn && !cameAlong) return;
  const loaded = load("svar");
  const started = () => Promise.all([loaded, load("vilkar")]).then(() => load("skjema"));
  (toFillIn ? started().finally(ready) : loaded).catch((error) => console.error(error));
});
