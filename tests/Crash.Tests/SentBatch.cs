namespace Kappa.Crash.Tests;

/// <summary>One attempt to send the records of a batch, which are numbered in a row.</summary>
/// <param name="First">Number of its first record: the id of the batch.</param>
/// <param name="Count">How many records it has.</param>
/// <param name="Sent">When the attempt began.</param>
/// <param name="Acknowledged">When it was acknowledged; null where nobody knows what became of it.</param>
internal sealed record SentBatch(int First, int Count, DateTimeOffset Sent, DateTimeOffset? Acknowledged);
