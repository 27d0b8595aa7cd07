/**
 * The path by hand, in numbered programs that are read from top to bottom.
 *
 * <ol>
 *   <li>{@link org.graft4j.examples.Example01LoadAndPredict}: weights by id, and what they say of a
 *       picture
 *   <li>{@link org.graft4j.examples.Example02LinearProbe}: a new head on a frozen backbone
 *   <li>{@link org.graft4j.examples.Example03HeadThenAll}: from a folder to a saved model in ten
 *       lines
 *   <li>{@link org.graft4j.examples.Example04OwnGraph}: a network of your own, and back to plain
 *       DL4J
 *   <li>{@link org.graft4j.examples.Example05PretrainBackbone}: how the embedded weights are made
 *   <li>{@link org.graft4j.examples.Example06Advise}: which backbone suits a folder of pictures
 *   <li>{@link org.graft4j.examples.Example07Generate}: pictures of a network's making, and whether
 *       they help
 *   <li>{@link org.graft4j.examples.Example08Schedules} and those after it: methods, each measured
 *       against doing without it; {@link org.graft4j.examples.MethodsTable} runs them all
 * </ol>
 *
 * <p>Run one after {@code mvn package -DskipTests}, say the third on a folder of your own:
 *
 * <pre>
 * java -cp 'examples/target/classes:cli/target/lib/*' org.graft4j.examples.Example03HeadThenAll flowers
 * </pre>
 */
@NullMarked
package org.graft4j.examples;

import org.jspecify.annotations.NullMarked;
