namespace Kappa.Snapshots;

/// <summary>Holds the rows of a dump against the index, and puts those that are not in it into the spool.</summary>
/// <remarks>
/// One thread calls. While rows come into one block, those of the other are looked for beside it.
/// </remarks>
internal sealed class RowMatcher(RowIndex index, RowSpool spool)
{
    private const int BlockBytes = 256 << 10;

    private MatchBlock _filling = new();
    private MatchBlock _matched = new(); // Belongs to the task below until it has ended.
    private Task _matching = Task.CompletedTask;

    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long place)
    {
        _filling.Add(key, value, place);
        if (_filling.Bytes >= BlockBytes)
        {
            Match();
        }
    }

    /// <summary>All rows have come: none waits any longer.</summary>
    /// <exception cref="KappaException">KAP8011: the disk takes no more.</exception>
    public void End()
    {
        Match();
        Wait();
    }

    /// <summary>Ends what goes on, whatever its outcome; for a dump that is given up.</summary>
    public void Stop() => Task.WhenAny(_matching).Wait();

    private void Match()
    {
        Wait();
        (_filling, _matched) = (_matched, _filling);
        MatchBlock block = _matched;
        _matching = Task.Run(() => block.Match(index, spool));
    }

    private void Wait() => _matching.GetAwaiter().GetResult();
}
