namespace Kappa.Logs;

/// <summary>What is wrong in a segment file, and where.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Position">Byte of the file where the damaged batch begins.</param>
/// <param name="Offset">Offset of its first record, or where that is not known the one that was to come.</param>
/// <param name="What">What is wrong, worded as the end of a sentence.</param>
public sealed record SegmentDamage(string Path, long Position, long Offset, string What)
{
    /// <summary>Gives the error that says so: KAP2201, exit code 74.</summary>
    public KappaException ToError() => LogErrors.Damaged(Path, Position, Offset, What);
}
