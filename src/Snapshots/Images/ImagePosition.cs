namespace Kappa.Snapshots;

/// <summary>Where an image stands in its topic.</summary>
/// <param name="Format">Version of this record; 1.</param>
/// <param name="Generation">Generation of the log: it moves when recovery lost records.</param>
/// <param name="Offsets">For each partition the next offset to read.</param>
/// <param name="Last">
/// For each partition the last record that was taken in, so that a topic that was made anew is told apart.
/// </param>
internal sealed record ImagePosition(int Format, long Generation, long[] Offsets, ImageRecord?[] Last)
{
    public const int CurrentFormat = 1;
}
