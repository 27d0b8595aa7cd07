package org.graft4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.graft4j.data.LabelMap;
import org.junit.jupiter.api.Test;

/** Counting many samples of many classes. */
class StateMemoryTest {

  private static ClassificationState state(int classes, int samples, boolean keep) {
    LabelMap labels = LabelMap.of(IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
    ClassificationState state = new ClassificationState(labels, keep);
    Random random = new Random(7);
    double[] probabilities = new double[classes];
    for (int i = 0; i < samples; i++) {
      int likely = random.nextInt(classes);
      double most = random.nextInt(1, 10) / 10.0;
      java.util.Arrays.fill(probabilities, (1 - most) / (classes - 1));
      probabilities[likely] = most;
      state.update("sample " + i, random.nextInt(classes), probabilities);
    }
    return state;
  }

  /** Nothing that is reachable from the counts has grown. */
  @Test
  void size_withoutKeptPredictions_doesNotDependOnTheSamples() {
    assertThat(size(state(10, 5_000, false))).isEqualTo(size(state(10, 5, false)));
    assertThat(size(state(10, 500, true))).isGreaterThan(size(state(10, 5, true)) + 495 * 10);
  }

  /** A thousand classes: the counts take 8 MB, not the 400 MB of all probabilities. */
  @Test
  void update_thousandClassesAndFiftyThousandSamples_fitsInCounts() {
    ClassificationState state = state(1_000, 50_000, false);
    assertThat(state.compute("test").n()).isEqualTo(50_000);
    assertThat(size(state)).isLessThan(1_020_000);
  }

  /** Numbers and references that an object holds, through our own classes and collections. */
  private static long size(Object root) {
    return size(root, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static long size(Object object, Set<Object> seen) {
    if (object == null || !seen.add(object)) {
      return 0;
    }
    if (object.getClass().isArray()) {
      long size = Array.getLength(object);
      if (object instanceof Object[] elements) {
        for (Object element : elements) {
          size += size(element, seen);
        }
      }
      return size;
    }
    if (object instanceof Optional<?> optional) {
      return optional.map(value -> size(value, seen)).orElse(0L);
    }
    if (object instanceof Map<?, ?> map) {
      long size = 0;
      for (Object value : map.values()) {
        size += 1 + size(value, seen);
      }
      return size;
    }
    return object.getClass().getName().startsWith("org.graft4j.") ? fields(object, seen) : 1;
  }

  private static long fields(Object object, Set<Object> seen) {
    long size = 0;
    for (Field field : object.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.getType() == LabelMap.class) {
        continue;
      }
      size++;
      if (!field.getType().isPrimitive()) {
        try {
          field.setAccessible(true);
          size += size(field.get(object), seen);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return size;
  }
}
