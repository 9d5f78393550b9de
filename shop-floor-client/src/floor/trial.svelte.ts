// Owns whether the short trial after an enrolment is under way: size of the screen, a scan, a report.

class Trial {
  running = $state(false);
}

export const trial = new Trial();
