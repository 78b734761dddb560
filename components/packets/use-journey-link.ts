/** The address of the page names the step that is shown, and a link with such an address opens it. */
import { useEffect, useState } from 'react';
import { useLab, useView } from '../lab/lab-context.tsx';
import { journeyOfLink, linkTo } from './link.ts';

export function useJourneyLink() {
  const session = useLab();
  const isOpen = useView((view) => view.connection.kind === 'open');
  const shown = useView((view) => view.shownJourney);
  const [isRead, setRead] = useState(false);

  useEffect(() => {
    if (!isOpen) return;
    const read = async () => {
      const asked = journeyOfLink(location.hash);
      const now = session.store.getState().shownJourney;
      if (asked === null || (now !== null && linkTo(now) === linkTo(asked))) return;
      session.showDrawer('packets');
      if (await session.showJourney(asked)) return;
      session.store.setState({
        message: 'The recording of that link is not kept any more. Follow the packets anew.',
      });
      forgetHash();
    };
    void read().then(() => setRead(true));
    const changed = () => void read();
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, [session, isOpen]);

  useEffect(() => {
    if (!isRead) return;
    if (shown !== null) history.replaceState(history.state, '', linkTo(shown));
    else if (journeyOfLink(location.hash) !== null) forgetHash();
  }, [shown, isRead]);
}

function forgetHash() {
  history.replaceState(history.state, '', location.pathname + location.search);
}
