using Kappa.Engine;

namespace Kappa.Golden.Tests;

/// <summary>Something that runs a recorded topology.</summary>
internal interface IGoldenHost : IDisposable
{
    /// <summary>Takes one record, and is done with all that comes of it.</summary>
    void Pipe(string topic, string? key, string? value, long timestampMs);

    /// <summary>What was put out since the last call.</summary>
    IEnumerable<GoldenRecord> ReadNew();

    /// <summary>Opens the store that is recorded.</summary>
    StoreView OpenStore();
}
