package org.graft4j.zoo.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one pickle, of any protocol up to 5, as far as a state dictionary needs it.
 *
 * <p>A pickle is a program for a stack machine (described in Python's {@code pickletools}) that may
 * call any function of Python by name. This machine has no functions but those of {@link
 * TorchCalls}, builds nothing else, and is bounded: in opcodes, in depth, and by the length of the
 * file in all that it allocates. Opcodes that make objects in other ways (INST, OBJ, NEWOBJ,
 * EXT...) do not exist here.
 */
final class PickleInterpreter {
  private static final int HIGHEST_PROTOCOL = 5;

  /** A tensor takes some 30 opcodes; a checkpoint of thousands with its optimiser stays below. */
  private static final int MOST_OPCODES = 2_000_000;

  private final WeightsSource source;
  private final PickleInput input;
  private final TorchCalls calls;
  private final PickleStack stack;
  private final PickleLiterals literals;
  private final Map<Long, Object> memo = new HashMap<>();

  PickleInterpreter(WeightsSource source, PickleInput input, TorchCalls calls) {
    this.source = source;
    this.input = input;
    this.calls = calls;
    this.stack = new PickleStack(source);
    this.literals = new PickleLiterals(source, input);
  }

  /** Runs up to the end of the pickle and returns what it made. */
  Object run() throws IOException {
    for (int i = 0; i < MOST_OPCODES; i++) {
      int opcode = input.unsignedByte();
      if (opcode == '.') {
        return stack.pop();
      }
      Optional<Object> literal = literals.read(opcode);
      if (literal.isPresent()) {
        stack.push(literal.get());
      } else if (!moved(opcode) && !filled(opcode) && !remembered(opcode) && !called(opcode)) {
        throw source.refuse(
            String.format(
                Locale.ROOT,
                "its pickle has opcode 0x%02x at byte %d, which no state dictionary needs",
                opcode,
                input.position() - 1));
      }
    }
    throw source.refuse("its pickle has more than " + MOST_OPCODES + " opcodes");
  }

  /** Opcodes that only move what is on the stack, or say something about the pickle itself. */
  private boolean moved(int opcode) throws IOException {
    switch (opcode) {
      case 0x80 -> requireProtocol(input.unsignedByte());
      case 0x95 -> input.fixed(Long.BYTES); // FRAME: a hint for reading ahead.
      case '(' -> stack.mark();
      case '0' -> stack.discard();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void requireProtocol(int protocol) throws WeightsFormatException {
    if (protocol > HIGHEST_PROTOCOL) {
      throw source.refuse("its pickle has protocol " + protocol + ", but there are 0 to 5");
    }
  }

  /** Opcodes that make or fill tuples, lists and dictionaries. */
  private boolean filled(int opcode) throws IOException {
    switch (opcode) {
      case ')' -> stack.push(new PickleValue.Tuple(List.of()));
      case 't' -> stack.push(new PickleValue.Tuple(stack.popToMark()));
      case 0x85, 0x86, 0x87 -> stack.push(new PickleValue.Tuple(pop(opcode - 0x84)));
      case ']' -> stack.push(new PickleValue.Sequence(new ArrayList<>(0)));
      case 'l' -> stack.push(new PickleValue.Sequence(stack.popToMark()));
      case 'a' -> append(pop(1));
      case 'e' -> append(stack.popToMark());
      case '}' -> stack.push(new PickleValue.Dictionary());
      case 'd' -> {
        List<Object> items = stack.popToMark();
        stack.push(new PickleValue.Dictionary());
        put(items);
      }
      case 's' -> put(pop(2));
      case 'u' -> put(stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The newest items of the stack, the lowest first. */
  private List<Object> pop(int count) throws WeightsFormatException {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = stack.pop();
    }
    return List.of(items);
  }

  private void append(List<Object> items) throws WeightsFormatException {
    if (!(stack.peek() instanceof PickleValue.Sequence list)) {
      throw source.refuse("its pickle appends to something that is no list");
    }
    list.items().addAll(items);
  }

  private void put(List<Object> keysAndValues) throws WeightsFormatException {
    if (!(stack.peek() instanceof PickleValue.Dictionary dictionary)
        || keysAndValues.size() % 2 != 0) {
      throw source.refuse("its pickle puts items into something that is no dictionary");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dictionary.items().put(calls.key(keysAndValues.get(i)), keysAndValues.get(i + 1));
    }
  }

  /** Opcodes that keep the newest item under a number, and fetch it again. */
  private boolean remembered(int opcode) throws IOException {
    switch (opcode) {
      case 'p' -> memo.put(number(input.line()), stack.peek());
      case 'q' -> memo.put((long) input.unsignedByte(), stack.peek());
      case 'r' -> memo.put(input.unsignedInt(), stack.peek());
      case 0x94 -> memo.put((long) memo.size(), stack.peek());
      case 'g' -> recall(number(input.line()));
      case 'h' -> recall(input.unsignedByte());
      case 'j' -> recall(input.unsignedInt());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void recall(long number) throws WeightsFormatException {
    Object item = memo.get(number);
    if (item == null) {
      throw source.refuse("its pickle recalls number " + number + ", which it never stored");
    }
    stack.push(item);
  }

  private long number(String line) throws WeightsFormatException {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException notNumber) {
      throw source.refuse("its pickle has a damaged memo number");
    }
  }

  /** Opcodes that name or call something outside the pickle; {@link TorchCalls} decides. */
  private boolean called(int opcode) throws IOException {
    switch (opcode) {
      case 'c' -> stack.push(calls.global(input.line(), input.line()));
      case 0x93 -> stackGlobal();
      case 'i' -> {
        PickleValue named = calls.global(input.line(), input.line());
        throw source.refuse("its pickle makes an instance of " + named + " in an outdated way");
      }
      case 'R' -> {
        Object arguments = stack.pop();
        stack.push(calls.call(stack.pop(), arguments));
      }
      case 'Q' -> stack.push(calls.storage(stack.pop()));
      case 'b' -> build();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void stackGlobal() throws WeightsFormatException {
    Object name = stack.pop();
    Object module = stack.pop();
    if (!(name instanceof String nameText) || !(module instanceof String moduleText)) {
      throw source.refuse("its pickle names a function by something that is no text");
    }
    stack.push(calls.global(moduleText, nameText));
  }

  /** Attributes of a dictionary: {@code _metadata} of a module's state. They are of no use here. */
  private void build() throws WeightsFormatException {
    stack.pop();
    if (!(stack.peek() instanceof PickleValue.Dictionary)) {
      throw source.refuse("its pickle sets attributes of something that is no dictionary");
    }
  }
}
