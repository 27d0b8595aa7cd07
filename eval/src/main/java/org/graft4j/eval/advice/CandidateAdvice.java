package org.graft4j.eval.advice;

import java.util.Optional;
import org.graft4j.eval.transferability.HScore;
import org.graft4j.eval.transferability.LogMe;
import org.graft4j.eval.transferability.SourceHeadScores;

/**
 * What was found of one backbone.
 *
 * @param id the candidate's
 * @param architecture of the backbone
 * @param featureWidth numbers a picture
 * @param logMe of its features
 * @param hScore of its features
 * @param sourceHead of its own head; empty where there is none
 * @param probe of its features
 * @param baseline the same of a random network; empty if none could be made
 * @param cost on this machine
 * @param verdict what to do with it
 * @param why in a sentence with the numbers that decided
 */
public record CandidateAdvice(
    String id,
    String architecture,
    int featureWidth,
    LogMe logMe,
    HScore hScore,
    Optional<SourceHeadScores> sourceHead,
    ProbeScore probe,
    Optional<Baseline> baseline,
    Cost cost,
    Verdict verdict,
    String why) {}
