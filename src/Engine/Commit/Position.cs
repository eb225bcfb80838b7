namespace Kappa.Engine;

/// <summary>Where an instance stands after a commit: all that it needs, beside its changelogs, to go on.</summary>
/// <param name="Cut">The last committed cut.</param>
/// <param name="CutLogOffset">First record of the cut log that may hold a later cut.</param>
/// <param name="Sources">
/// The sources that <paramref name="Ends"/> follows: those registered as of that record, then those of this version
/// that a live instance has yet to register.
/// </param>
/// <param name="Ends">End offset of each source partition at the cut.</param>
/// <param name="ChangelogEnds">
/// For each store (ordinal order of names), for each of its partitions: the offset behind the last changelog record
/// that belongs to the cut; a restore ends only there (protocols.md 14).
/// </param>
/// <param name="Starts">
/// The first offset of each source partition that the instance was to read: older ones were gone, or lie before the cut
/// that it began at.
/// </param>
internal sealed record Position(
    Cut Cut, long CutLogOffset, CutSources Sources, long[] Ends, long[] ChangelogEnds, long[] Starts);
