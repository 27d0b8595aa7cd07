package org.graft4j.eval.resample;

/** What the listener of a nested search is told, on the thread that runs it. */
public sealed interface NestedSearchEvent {

  /**
   * Something of an inner fold of a candidate.
   *
   * @param place the outer fold
   * @param candidate name of the candidate
   * @param event of its inner cross-validation
   */
  record Inner(FoldPlace place, String candidate, CrossValidationEvent event)
      implements NestedSearchEvent {}

  /**
   * A candidate was chosen for an outer fold.
   *
   * @param choice which and why
   */
  record Chosen(NestedChoice choice) implements NestedSearchEvent {}

  /**
   * Something of an outer fold.
   *
   * @param event of the outer cross-validation
   */
  record Outer(CrossValidationEvent event) implements NestedSearchEvent {}
}
