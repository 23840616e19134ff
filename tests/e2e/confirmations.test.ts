import { driveChromium } from '../browser/drive-chromium.ts';
import { describeConfirmations } from './confirmation-suite.ts';

describeConfirmations(driveChromium, true);
