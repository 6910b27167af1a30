// A mirror of the branch over the hub's stream: hello, snapshot, then events
// whose rows replace rows. It knows no rule. It asks for a snapshot on every
// connection: a page keeps nothing that is worth resuming.
'use strict';

(function () {
  const PROTOCOL = 1;
  const CLOSE = { protocol: 4002, unknown: 4003 };

  // replace puts rows in place of those with the same key, new ones at the end.
  function replace(rows, changed, key) {
    if (!changed || !changed.length) return rows;
    const out = (rows || []).slice();
    for (const row of changed) {
      const i = out.findIndex(function (old) { return old[key] === row[key]; });
      if (i >= 0) out[i] = row;
      else out.push(row);
    }
    return out;
  }

  // apply answers the state after an event, or null when one between was missed.
  Turno.apply = function (state, event) {
    if (event.epoch !== state.epoch || event.seq !== state.seq + 1) return null;
    const next = Object.assign({}, state, { seq: event.seq, at: event.at });
    const c = event.changed;
    if (!c) return next;
    for (const whole of ['business_date', 'day', 'branch', 'board', 'figures', 'ticket']) {
      if (c[whole]) next[whole] = c[whole];
    }
    next.queues = replace(state.queues, c.queues, 'service');
    next.counters = replace(state.counters, c.counters, 'counter');
    if (c.helps) next.helps = c.helps;
    next.devices = replace(state.devices, c.devices, 'device');
    if (c.lost_devices) {
      next.devices = (next.devices || []).filter(function (d) { return c.lost_devices.indexOf(d.device) < 0; });
    }
    return next;
  };

  // The mirror. options: token ("" where a cookie says who this is), changed()
  // after every change of state or liveness, stopped(why) when it will not come
  // back ("unknown" or "protocol"). state is null before the first snapshot; live
  // says whether it is the truth of now; since is when that last changed, by the
  // hub's clock.
  Turno.Mirror = class {
    constructor(options) {
      this.options = options;
      this.Socket = options.Socket || WebSocket;
      this.state = null;
      this.live = false;
      this.since = Date.now();
      this.heard = 0;
      this.offset = 0;
      this.tries = 0;
      this.ended = false;
      this.socket = null;
      this.timer = 0;
    }

    // now is the hub's time in milliseconds; a virtual clock stands still
    // between two events.
    now() {
      if (this.state && this.state.branch && this.state.branch.virtual) return Date.parse(this.state.at);
      return Date.now() + this.offset;
    }

    start() {
      this.connect();
      setInterval(() => this.feel(), 5000);
      window.addEventListener('online', () => this.hurry());
      document.addEventListener('visibilitychange', () => { if (!document.hidden) this.hurry(); });
    }

    connect() {
      clearTimeout(this.timer);
      const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
      let socket;
      try {
        socket = new this.Socket(scheme + location.host + '/api/v1/stream');
      } catch (err) {
        this.again();
        return;
      }
      this.socket = socket;
      this.heard = Date.now();
      socket.onopen = () => {
        const hello = { kind: 'hello', protocol: PROTOCOL };
        if (this.options.token) hello.token = this.options.token;
        socket.send(JSON.stringify(hello));
      };
      socket.onmessage = (m) => { if (socket === this.socket) this.take(m.data); };
      socket.onclose = (e) => { if (socket === this.socket) this.lost(e.code); };
    }

    take(text) {
      this.heard = Date.now();
      let frame;
      try {
        frame = JSON.parse(text);
      } catch (err) {
        this.drop();
        return;
      }
      if (frame.kind === 'snapshot') {
        this.state = frame.state;
        this.state.epoch = frame.epoch;
        this.state.seq = frame.seq;
        this.tries = 0;
      } else if (frame.kind === 'event' && this.state) {
        const next = Turno.apply(this.state, frame);
        if (!next) {
          this.drop();
          return;
        }
        this.state = next;
      } else {
        return;
      }
      this.offset = Date.parse(this.state.at) - Date.now();
      this.alive(true);
      this.options.changed();
    }

    alive(live) {
      if (live === this.live) return;
      this.live = live;
      this.since = this.now();
    }

    // drop leaves a line that can't be trusted and takes a new one.
    drop() {
      const socket = this.socket;
      this.lost(0);
      if (socket) socket.close();
    }

    lost(code) {
      this.socket = null;
      this.alive(false);
      if (code === CLOSE.protocol || code === CLOSE.unknown) {
        this.ended = true;
        this.options.stopped(code === CLOSE.unknown ? 'unknown' : 'protocol');
      } else {
        this.again();
      }
      this.options.changed();
    }

    // again waits half a second at first and a quarter of a minute at most, each
    // page a little differently, so that a hub that restarts is not run over.
    again() {
      if (this.ended) return;
      const most = Math.min(500 * Math.pow(2, this.tries), 15000);
      this.tries = Math.min(this.tries + 1, 10);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.connect(), most / 2 + Math.random() * most / 2);
    }

    hurry() {
      if (!this.socket && !this.ended) {
        this.tries = 0;
        this.connect();
      } else {
        this.feel();
      }
    }

    // feel asks whether the hub is there when a line has been silent: a browser
    // does not show the hub's pings to its pages, and a broken line says nothing.
    feel() {
      const socket = this.socket;
      if (!socket || this.feeling || Date.now() - this.heard < 10000) return;
      this.feeling = true;
      const answer = new Promise(function (yes, no) {
        setTimeout(no, 5000);
        fetch('/healthz', { cache: 'no-store' }).then(function (r) { return r.ok ? yes() : no(); }, no);
      });
      const done = (ok) => {
        this.feeling = false;
        if (socket !== this.socket) return;
        if (ok) this.heard = Date.now();
        else this.drop();
      };
      answer.then(() => done(true), () => done(false));
    }
  };
})();
