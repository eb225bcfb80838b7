namespace Kappa.Engine;

/// <summary>A record of the cut log that hands the outputs from one version to another (protocols.md 25).</summary>
/// <param name="Step">What has happened.</param>
/// <param name="Cut">Up to this cut the old version publishes, behind it the new one.</param>
/// <param name="FromVersion">The old version.</param>
/// <param name="FromInstance">Its instance.</param>
/// <param name="ToVersion">The new version.</param>
/// <param name="ToInstance">Its instance.</param>
public sealed record CutoverRecord(
    CutoverStep Step, long Cut, int FromVersion, int FromInstance, int ToVersion, int ToInstance)
{
    /// <summary>The record's bytes, for a transaction of whoever hands over.</summary>
    internal byte[] Encode()
    {
        var writer = new ByteWriter();
        CutCodec.WriteCutover(writer, this);
        return writer.Written.ToArray();
    }
}
