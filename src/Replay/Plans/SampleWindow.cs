namespace Kappa.Replay;

/// <summary>One run of a sample.</summary>
/// <param name="Records">Records that it took.</param>
/// <param name="Time">How long it took, with its commit.</param>
/// <param name="Written">Bytes that it wrote to each topic of interest, in their order.</param>
internal sealed record SampleWindow(long Records, TimeSpan Time, long[] Written);
