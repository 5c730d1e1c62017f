package dev.workerpool.http;

import java.util.concurrent.CompletionStage;

/** Answers a call, now or later; a {@link Problem} thrown or completed with is the answer, too. */
@FunctionalInterface
interface Endpoint {
  CompletionStage<Reply> answer(Call call);
}
