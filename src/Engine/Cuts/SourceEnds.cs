using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>Asks the log where the sources of a topology end, all in one call.</summary>
/// <remarks>
/// Only what a version reads counts: a source whose topic was deleted ends where it was read to, and whoever reads it
/// says that it is gone. One thread.
/// </remarks>
internal sealed class SourceEnds(ILog log, CutSources sources)
{
    private TopicPartition[] _asked = sources.Partitions;
    private int[] _indexes = [.. Enumerable.Range(0, sources.Count)];
    private long[] _stable = new long[sources.Count];
    private long[] _latest = new long[sources.Count];
    private long _seen = -1;

    /// <summary>Reads the ends.</summary>
    /// <param name="reached">Where each source was read to: what a source that is gone has.</param>
    /// <param name="stable">Receives the offset up to which a cut may reach.</param>
    /// <param name="latest">Receives the end of all that is written, open transactions included.</param>
    public void Read(ReadOnlySpan<long> reached, Span<long> stable, Span<long> latest)
    {
        if (_asked.Length < sources.Count && log.ChangeNumber != _seen)
        {
            Look(); // One may have been created anew.
        }

        while (true)
        {
            try
            {
                log.Ends(_asked, _stable, _latest);
                break;
            }
            catch (KappaException error) when (error.ExitCode == ExitCodes.NotFound && Look())
            {
                // One of them is gone: the others are asked again.
            }
        }

        reached.CopyTo(stable);
        reached.CopyTo(latest);
        for (int i = 0; i < _asked.Length; i++)
        {
            (stable[_indexes[i]], latest[_indexes[i]]) = (_stable[i], _latest[i]);
        }
    }

    /// <summary>Whether the topic of a source is there, as of the last call.</summary>
    public bool IsThere(int source) => _asked.Length == sources.Count || Array.IndexOf(_indexes, source) >= 0;

    /// <summary>Looks which topics are there.</summary>
    /// <returns>Whether that has changed.</returns>
    private bool Look()
    {
        _seen = log.ChangeNumber;
        HashSet<string> there = [.. sources.Topics.Where(source => IsThere(source)).Select(source => source.Topic)];
        int[] indexes = [.. Enumerable.Range(0, sources.Count)
            .Where(index => there.Contains(sources.Partitions[index].Topic))];
        if (indexes.AsSpan().SequenceEqual(_indexes))
        {
            return false;
        }

        _indexes = indexes;
        _asked = [.. indexes.Select(index => sources.Partitions[index])];
        (_stable, _latest) = (new long[indexes.Length], new long[indexes.Length]);
        return true;
    }

    private bool IsThere(SourceTopic source) =>
        log.Find(source.Topic) is { } found && found.Partitions >= source.Partitions;
}
