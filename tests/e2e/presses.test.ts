import { driveChromium } from '../browser/drive-chromium.ts';
import { describePresses } from './press-suite.ts';

describePresses(driveChromium, true);
