using System.Text;
using System.Text.Json;

namespace Kappa.Snapshots;

/// <summary>Which fields an update changes, and whether it changes any that count.</summary>
/// <param name="ignored">Fields that do not count.</param>
internal sealed class ChangedFields(IReadOnlyList<string> ignored)
{
    private readonly HashSet<string> _ignored =
        [.. ignored.Select(name => Encoding.UTF8.GetString(RowKey.NameOf(name)))];

    private readonly CanonicalRow _old = new();
    private readonly CanonicalRow _new = new();
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _changed = [];
    private readonly Dictionary<string, string> _shown = new(StringComparer.Ordinal); // Names without escapes.

    /// <summary>How many updates have changed each field.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Compares two canonical values that differ.</summary>
    /// <returns>False where they differ in ignored fields alone.</returns>
    public bool Count(ReadOnlySpan<byte> old, ReadOnlySpan<byte> changed)
    {
        if (_old.Read(old) is not null || _new.Read(changed) is not null)
        {
            return true; // What others wrote may be no row.
        }

        _changed.Clear();
        Compare();
        if (_changed.TrueForAll(_ignored.Contains))
        {
            return false;
        }

        foreach (string name in _changed)
        {
            if (!_shown.TryGetValue(name, out string? shown))
            {
                shown = JsonSerializer.Deserialize($"\"{name}\"", SnapshotJson.Default.String)!;
                _shown.Add(name, shown);
            }

            _counts[shown] = _counts.GetValueOrDefault(shown) + 1;
        }

        return true;
    }

    /// <summary>Goes along both rows, whose members are in order.</summary>
    private void Compare()
    {
        (int i, int j) = (0, 0);
        while (i < _old.Members.Count || j < _new.Members.Count)
        {
            int order = i == _old.Members.Count ? 1 : j == _new.Members.Count ? -1
                : _old.Members[i].Name(_old.Bytes).SequenceCompareTo(_new.Members[j].Name(_new.Bytes));
            bool isEqual = order == 0
                && _old.ValueOf(_old.Members[i]).SequenceEqual(_new.ValueOf(_new.Members[j]));
            if (!isEqual)
            {
                _changed.Add(Encoding.UTF8.GetString(
                    order <= 0 ? _old.Members[i].Name(_old.Bytes) : _new.Members[j].Name(_new.Bytes)));
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }
}
