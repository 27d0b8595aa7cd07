package org.graft4j.zoo.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The stack of a pickle with its marks; bounded, and nothing can be taken from below a mark. */
final class PickleStack {
  /** Python puts a tuple on the stack whole, a list or dictionary a thousand items at a time. */
  private static final int DEEPEST = 1 << 16;

  private final WeightsSource source;
  private final ArrayList<Object> items = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();

  PickleStack(WeightsSource source) {
    this.source = source;
  }

  void push(Object item) throws WeightsFormatException {
    if (items.size() == DEEPEST) {
      throw source.refuse("its pickle is nested deeper than " + DEEPEST);
    }
    items.add(item);
  }

  void mark() throws WeightsFormatException {
    if (marks.size() == DEEPEST) {
      throw source.refuse("its pickle is nested deeper than " + DEEPEST);
    }
    marks.push(items.size());
  }

  Object pop() throws WeightsFormatException {
    Object top = peek();
    items.remove(items.size() - 1);
    return top;
  }

  Object peek() throws WeightsFormatException {
    if (items.size() <= floor()) {
      throw source.refuse("its pickle takes from an empty stack");
    }
    return items.get(items.size() - 1);
  }

  /** Takes all items above the newest mark, and the mark; the lowest comes first. */
  List<Object> popToMark() throws WeightsFormatException {
    if (marks.isEmpty()) {
      throw source.refuse("its pickle looks for a mark that it never set");
    }
    List<Object> above = items.subList(marks.pop(), items.size());
    List<Object> taken = new ArrayList<>(above);
    above.clear();
    return taken;
  }

  /** Takes the newest item, or the newest mark if nothing is above it. */
  void discard() throws WeightsFormatException {
    if (!marks.isEmpty() && items.size() == floor()) {
      marks.pop();
    } else {
      pop();
    }
  }

  private int floor() {
    Integer mark = marks.peek();
    return mark == null ? 0 : mark;
  }
}
