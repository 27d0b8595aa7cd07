package org.graft4j.features;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Where each row lies: a hash table of 24 bytes an entry and no objects, at most two thirds full.
 * Confined to one thread.
 */
final class RowIndex {
  static final long ABSENT = -1;

  /** Was there: searches go on beyond it. */
  private static final long REMOVED = -2;

  private long[] high = new long[16];
  private long[] low = new long[16];
  private long[] place = filled(16);
  private int used;

  private static long[] filled(int length) {
    long[] places = new long[length];
    Arrays.fill(places, ABSENT);
    return places;
  }

  /** The place of a row, or {@link #ABSENT}. */
  long find(RowKey key) {
    int slot = slot(key.high(), key.low());
    return place[slot] < 0 ? ABSENT : place[slot];
  }

  /** Puts a row at a place, which is not negative; an earlier place of it is forgotten. */
  void put(RowKey key, long at) {
    if (3L * (used + 1) > 2L * place.length) {
      grow();
    }
    set(key.high(), key.low(), at);
  }

  private void set(long keyHigh, long keyLow, long at) {
    int slot = slot(keyHigh, keyLow);
    if (place[slot] == ABSENT) {
      used++;
    }
    high[slot] = keyHigh;
    low[slot] = keyLow;
    place[slot] = at;
  }

  /** Forgets all rows whose place is such. */
  void removeIf(LongPredicate gone) {
    for (int slot = 0; slot < place.length; slot++) {
      if (place[slot] >= 0 && gone.test(place[slot])) {
        place[slot] = REMOVED;
      }
    }
  }

  /** The slot that has the key, be it removed, or the empty one where it belongs. */
  private int slot(long keyHigh, long keyLow) {
    int mask = place.length - 1;
    int slot = (int) (keyLow ^ (keyLow >>> 32)) & mask;
    while (place[slot] != ABSENT && (high[slot] != keyHigh || low[slot] != keyLow)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHigh = high;
    long[] oldLow = low;
    long[] oldPlace = place;
    int length = Math.multiplyExact(2, oldPlace.length);
    high = new long[length];
    low = new long[length];
    place = filled(length);
    used = 0;
    for (int slot = 0; slot < oldPlace.length; slot++) {
      if (oldPlace[slot] >= 0) {
        set(oldHigh[slot], oldLow[slot], oldPlace[slot]);
      }
    }
  }
}
