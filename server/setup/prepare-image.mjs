/** The part of the set-up that does not need the sources: a layer of the image that seldom changes. */
import { prepareDependencies, prepareMachine } from './prepare.mjs';
import { runMain } from './run.mjs';

await runMain(async () => {
  prepareMachine();
  prepareDependencies();
});
