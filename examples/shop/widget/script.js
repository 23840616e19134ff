define([], function () {
  // What a card would show; the platform only keeps it.
  return function () {};
});
