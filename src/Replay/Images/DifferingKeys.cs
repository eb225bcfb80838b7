using System.Buffers;
using Kappa.StateStores;

namespace Kappa.Replay;

/// <summary>
/// The keys of a partition in which a version's image differs from its topic: found by one search, and kept from then
/// on as both change, so that a cutover need not search (docs/protocols.md 26).
/// </summary>
/// <remarks>
/// One thread at a time. They are in memory: where there are too many, none are kept, and whoever wants them searches.
/// </remarks>
internal sealed class DifferingKeys : IImageListener, IDisposable
{
    private readonly PartitionImage _wanted;
    private readonly PartitionImage _said;
    private readonly int _most;
    private readonly SortedSet<byte[]> _differing = new(KeyOrder.Instance);
    private readonly HashSet<byte[]> _touched = new(KeyOrder.Instance);
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _touch;
    private readonly ArrayBufferWriter<byte> _left = new(256);
    private readonly ArrayBufferWriter<byte> _right = new(256);
    private bool _isSearched;
    private bool _areTooMany;

    /// <param name="wanted">What the version says.</param>
    /// <param name="said">What the topic says.</param>
    /// <param name="most">Keys that are kept at most, and as many that have changed since.</param>
    public DifferingKeys(PartitionImage wanted, PartitionImage said, int most)
    {
        (_wanted, _said, _most) = (wanted, said, most);
        _touch = _touched.GetAlternateLookup<ReadOnlySpan<byte>>();
        wanted.Listeners.Add(this);
        said.Listeners.Add(this);
    }

    /// <summary>Whether they are known, so that nobody need search.</summary>
    public bool AreKnown => _isSearched && !_areTooMany;

    /// <summary>Takes in what both images have taken in.</summary>
    /// <param name="searches">Whether all rows are walked where nothing is known yet.</param>
    public void Refresh(bool searches)
    {
        if (!_isSearched)
        {
            if (searches)
            {
                Search();
            }

            return;
        }

        foreach (byte[] key in _touched)
        {
            if (OutputDifference.IsSame(_wanted, _said, key, _left, _right))
            {
                _differing.Remove(key);
            }
            else
            {
                _differing.Add(key);
            }
        }

        _touched.Clear();
        GiveUpIfTooMany(_differing.Count);
    }

    /// <summary>The keys behind another one, in order.</summary>
    /// <param name="after">Only keys behind this one; empty for all.</param>
    public IEnumerable<byte[]> Behind(byte[] after) => (after.Length, _differing.Max) switch
    {
        (0, _) => _differing,
        (_, { } last) when KeyOrder.Instance.Compare(after, last) < 0 =>
            _differing.GetViewBetween(after, last).Where(key => !key.AsSpan().SequenceEqual(after)),
        _ => [],
    };

    public void RowChanged(ReadOnlySpan<byte> key)
    {
        if (AreKnown)
        {
            _touch.Add(key);
            GiveUpIfTooMany(_touched.Count);
        }
    }

    public void BegunAnew()
    {
        (_isSearched, _areTooMany) = (false, false);
        _differing.Clear();
        _touched.Clear();
    }

    public void Dispose()
    {
        _wanted.Listeners.Remove(this);
        _said.Listeners.Remove(this);
    }

    private void Search()
    {
        BegunAnew();
        _isSearched = true;
        using IStateSnapshot wanted = _wanted.OpenSnapshot();
        using IStateSnapshot said = _said.OpenSnapshot();
        foreach ((ImageRow row, bool _) in OutputDifference.Of(wanted, said, []))
        {
            _differing.Add(row.Key);
            if (_differing.Count > _most)
            {
                break;
            }
        }

        GiveUpIfTooMany(_differing.Count);
    }

    private void GiveUpIfTooMany(int count)
    {
        if (count > _most)
        {
            BegunAnew();
            (_isSearched, _areTooMany) = (true, true);
        }
    }
}
