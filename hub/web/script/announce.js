// The announcements of a board, one after another: each call stays on the glass
// for its least time and until it was heard whole, however many come at once.
'use strict';

(function () {
  const key = function (row) { return row.ticket + ' ' + row.counter; };

  // options: show(row) puts a call on the big card, null when there is none;
  // play(row) starts its sound and answers a promise that ends with it; least and
  // most are milliseconds on the glass; old is how old, in milliseconds, a call
  // may be that a snapshot brings after a break; after(ms, f) is setTimeout.
  Turno.Announcer = class {
    constructor(options) {
      this.options = Object.assign({
        least: 5000, most: 20000, old: 60000, after: function (ms, f) { setTimeout(f, ms); },
      }, options);
      this.seen = null;
      this.queue = [];
      this.current = null;
      this.rows = [];
    }

    // board takes the rows of a board, newest first, at the hub's time now. Calls
    // that were there before the page are shown and not announced.
    board(rows, now) {
      this.rows = rows;
      const seen = new Map();
      const fresh = [];
      for (const row of rows) {
        seen.set(key(row), row.called_at);
        const known = this.seen && this.seen.get(key(row)) === row.called_at;
        if (this.seen && !known && now - Date.parse(row.called_at) < this.options.old) fresh.unshift(row);
      }
      this.seen = seen;
      this.queue = this.queue.filter(function (row) { return seen.get(key(row)) === row.called_at; });
      for (const row of fresh) this.queue.push(row);
      if (!this.current) this.next();
    }

    next() {
      const row = this.queue.shift() || null;
      this.current = row;
      this.options.show(row);
      if (!row) return;
      const after = this.options.after;
      const waits = function (ms) { return new Promise(function (end) { after(ms, end); }); };
      const heard = Promise.race([this.options.play(row), waits(this.options.most)]);
      Promise.all([heard.catch(function () {}), waits(this.options.least)]).then(() => this.next());
    }
  };
})();
