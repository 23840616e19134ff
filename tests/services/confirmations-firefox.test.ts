import { driveFirefox } from '../browser/drive-firefox.ts';
import { describeConfirmations } from '../e2e/confirmation-suite.ts';

describeConfirmations(driveFirefox, true);
