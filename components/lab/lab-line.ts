/** The connection of a lab page, which may begin before that page is there. */
import { io, type Socket } from 'socket.io-client';

/** A page that is not there by then has failed, and makes a connection of its own. */
const aheadMs = 10_000;

let ahead: Socket | null = null;

/** Begins the connection that the next lab page needs, while that page is still fetched and drawn. */
export function connectAhead() {
  if (ahead !== null) return;
  const begun = connect();
  ahead = begun;
  setTimeout(() => {
    if (ahead !== begun) return; // taken
    ahead = null;
    begun.disconnect();
  }, aheadMs);
}

/** The connection that was begun ahead, or a new one. It may be open already. */
export function takeLine(): Socket {
  const begun = ahead;
  ahead = null;
  return begun?.active ? begun : connect(); // one that was refused has nobody told why
}

function connect(): Socket {
  return io({
    transports: ['websocket', 'polling'], // at once, without the detour through polling
    tryAllTransports: true,
    reconnectionDelayMax: 2000,
  });
}
