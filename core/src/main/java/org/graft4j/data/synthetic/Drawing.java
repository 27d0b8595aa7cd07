package org.graft4j.data.synthetic;

/** How the figures of one class are made: each call another of its kind. */
@FunctionalInterface
interface Drawing {
  Figure figure(Dice dice);
}
