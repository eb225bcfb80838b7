using System.Text;

namespace Kappa.Snapshots;

/// <summary>Checks the rows of a dump, makes them canonical and puts them into the spool.</summary>
internal sealed class SnapshotRows(RowSpool spool, SnapshotOptions options, ISnapshotSource source) : ISnapshotRows
{
    private const int MostColumns = 10_000;

    private readonly CanonicalRow _row = new();
    private readonly RowKey _key = new(options.Key);
    private readonly HashSet<string> _columns = new(StringComparer.Ordinal);
    private readonly List<byte[]> _lastNames = [];

    /// <summary>Rows that have come.</summary>
    public long Count { get; private set; }

    /// <summary>Rows that were left out because they have no key.</summary>
    public long Keyless { get; private set; }

    /// <summary>The fields that rows have, by name.</summary>
    public IReadOnlyList<string> Columns => [.. _columns.Order(StringComparer.Ordinal)];

    public void Add(long place, ReadOnlySpan<byte> json)
    {
        Count++;
        if (_row.Read(json) is { } reason)
        {
            throw SnapshotErrors.BrokenRow(source.Describe(place), reason);
        }

        if (_key.Read(_row) is { } field)
        {
            if (!options.SkipKeyless)
            {
                throw SnapshotErrors.NoKey(source.Describe(place), field);
            }

            Keyless++;
            return;
        }

        NoteColumns(place);
        spool.Add(_key.Value, _row.Value, place);
    }

    /// <summary>Most rows have the same names as the row before.</summary>
    private void NoteColumns(long place)
    {
        for (int i = 0; i < _row.Members.Count; i++)
        {
            ReadOnlySpan<byte> name = _row.Members[i].Name(_row.Bytes);
            if (i == _lastNames.Count)
            {
                _lastNames.Add([]);
            }

            if (name.SequenceEqual(_lastNames[i]))
            {
                continue;
            }

            _lastNames[i] = name.ToArray();
            if (_columns.Add(Encoding.UTF8.GetString(name)) && _columns.Count > MostColumns)
            {
                throw SnapshotErrors.TooManyColumns(source.Describe(place), MostColumns);
            }
        }
    }
}
