import { driveFirefox } from '../browser/drive-firefox.ts';
import { describePresses } from '../e2e/press-suite.ts';

describePresses(driveFirefox, true);
