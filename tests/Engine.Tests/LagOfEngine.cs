namespace Kappa.Engine.Tests;

/// <summary>Asks the log how far an engine is behind.</summary>
internal static class LagOfEngine
{
    public static long Behind(this StreamEngine engine) =>
        engine.Lag.ReadAsync(Timeout.InfiniteTimeSpan, CancellationToken.None).GetAwaiter().GetResult().Records;
}
