namespace Kappa.Replay;

/// <summary>
/// A stretch of a topic that an image is made of: first what one topic said, then what another did (protocols.md 22).
/// </summary>
/// <param name="Topic">The topic.</param>
/// <param name="From">First offset of each partition.</param>
/// <param name="Until">End offset of each partition; null for the last leg, which goes on.</param>
public sealed record ImageLeg(string Topic, long[] From, long[]? Until)
{
    /// <summary>
    /// Of each partition a digest of the rows at <see cref="Until"/>; null where nobody but the leg's version writes
    /// the topic. What compaction has taken from the topic since is missing when the rows are read again: this tells.
    /// </summary>
    public long[]? Digests { get; init; }
}
