// The sound of a board: WAVs of the hub through one <audio>, which a touch
// unlocks for good where the browser wants one first. What is not heard is said
// on the glass.
'use strict';

(function () {
  // problem(why) is told "muted" (touch me first), "lost" (no sound came), the
  // code of a missing voice, or "" when all is well.
  Turno.Sound = class {
    constructor(problem) {
      this.problem = problem;
      this.audio = new Audio();
      this.audio.preload = 'auto';
    }

    // test learns whether the browser lets this page play at all.
    test(silence) { return this.start(silence).then(() => this.problem(''), () => {}); }

    // unlock is called from a touch.
    unlock(silence) { return this.test(silence); }

    start(url) {
      this.audio.src = url;
      const playing = this.audio.play() || Promise.resolve();
      return playing.catch((err) => {
        this.problem(err && err.name === 'NotAllowedError' ? 'muted' : 'lost');
        throw err;
      });
    }

    // call plays a call and answers a promise that ends with the sound.
    call(row) {
      const url = '/display/voice?ticket=' + encodeURIComponent(row.ticket) +
        '&counter=' + encodeURIComponent(row.counter) + '&lang=' + encodeURIComponent(row.language || Turno.page.lang);
      return fetch(url).then((answer) => {
        if (!answer.ok) throw new Error('status ' + answer.status);
        const missing = answer.headers.get('Turno-Voice') || '';
        return answer.blob().then((blob) => this.heard(blob, missing));
      }).catch((err) => {
        if (!err || err.name !== 'NotAllowedError') this.problem('lost');
      });
    }

    heard(blob, missing) {
      const url = URL.createObjectURL(blob);
      const free = function () { URL.revokeObjectURL(url); };
      return new Promise((end, fail) => {
        this.audio.onended = end;
        this.audio.onerror = end;
        this.start(url).then(() => this.problem(missing), fail);
      }).then(free, function (err) { free(); throw err; });
    }
  };
})();
