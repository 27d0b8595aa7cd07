package org.graft4j.augment.search;

/**
 * How far a search has got; plain numbers, nothing to keep alive.
 *
 * @param candidate name of the one at work, {@code plain} for the baseline
 * @param number its place, from 1; 0 for the baseline
 * @param candidates how many there are
 * @param done pictures that the backbone ran over for it so far; 0 while heads are trained
 * @param total pictures that it has to run over for it; 0 while heads are trained
 */
public record SearchEvent(String candidate, int number, int candidates, int done, int total) {}
