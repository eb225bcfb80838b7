namespace Kappa.Crash.Tests;

/// <summary>
/// A folder of a disk that can be cut: the names that were synced, and the changes since, of which a cut leaves the
/// first ones. A rename within the folder is one change; a sync of a file does not sync its name.
/// </summary>
internal sealed class DiskFolder : DiskNode
{
    private readonly Dictionary<string, DiskNode> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DiskNode> _durable = new(StringComparer.Ordinal);
    private readonly List<(long Number, string? Removed, string? Added, DiskNode? Node)> _pending = [];

    public override int Unsynced => _pending.Count;

    /// <summary>All that it holds, as the process sees it.</summary>
    public IEnumerable<DiskNode> Nodes => _names.Values;

    /// <summary>What it holds by a name, as the process sees it.</summary>
    public DiskNode? Find(string name) => _names.GetValueOrDefault(name);

    /// <summary>Puts in what was there before the trace.</summary>
    public void Load(string name, DiskNode node)
    {
        _names.Add(name, node);
        _durable.Add(name, node);
    }

    /// <summary>Removes a name, adds one, or both at once.</summary>
    public void Change(string? removed, string? added, DiskNode? node)
    {
        _pending.Add((++LastChange, removed, added, node));
        Apply(_names, removed, added, node);
    }

    public override void Synced(long change)
    {
        int count = 0;
        for (; count < _pending.Count && _pending[count].Number <= change; count++)
        {
            Apply(_durable, _pending[count].Removed, _pending[count].Added, _pending[count].Node);
        }

        _pending.RemoveRange(0, count);
    }

    /// <summary>Writes to a real folder what a cut leaves of it.</summary>
    /// <returns>How many changes, of names and of content, were not synced.</returns>
    public int Cut(string path, CutMode mode, Random random)
    {
        var names = new Dictionary<string, DiskNode>(_durable, StringComparer.Ordinal);
        int kept = mode switch { CutMode.Nothing => 0, CutMode.All => Unsynced, _ => random.Next(Unsynced + 1) };
        foreach ((_, string? removed, string? added, DiskNode? node) in _pending.Take(kept))
        {
            Apply(names, removed, added, node);
        }

        Directory.CreateDirectory(path);
        int unsynced = Unsynced;
        foreach ((string name, DiskNode node) in names.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string child = Path.Combine(path, name);
            if (node is DiskFile file)
            {
                unsynced += file.Unsynced;
                File.WriteAllBytes(child, file.Cut(mode, random));
            }
            else
            {
                unsynced += ((DiskFolder)node).Cut(child, mode, random);
            }
        }

        return unsynced;
    }

    private static void Apply(Dictionary<string, DiskNode> names, string? removed, string? added, DiskNode? node)
    {
        if (removed is not null)
        {
            names.Remove(removed);
        }

        if (added is not null)
        {
            names[added] = node!;
        }
    }
}
