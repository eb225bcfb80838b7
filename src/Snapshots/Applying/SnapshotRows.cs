using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Kappa.Snapshots;

/// <summary>Checks the rows of a dump, and makes them canonical.</summary>
internal sealed class SnapshotRows : ISnapshotRows
{
    private const int MostColumns = 10_000;

    private readonly RowMatcher _matcher;
    private readonly SnapshotOptions _options;
    private readonly ISnapshotSource _source;
    private readonly CanonicalRow _row;
    private readonly bool _hasTimes;
    private readonly RowKey _key;
    private readonly Dictionary<string, SnapshotColumn> _columns = new(StringComparer.Ordinal);
    private readonly List<SnapshotColumn> _inOrder = []; // As the row before had them.
    private object? _layout; // Of the row before.

    /// <param name="matcher">Receives the rows.</param>
    /// <param name="options">The key, and what is allowed.</param>
    /// <param name="source">Names rows in messages.</param>
    /// <param name="last">The snapshot before; null for none.</param>
    public SnapshotRows(
        RowMatcher matcher, SnapshotOptions options, ISnapshotSource source, SnapshotManifest? last)
    {
        (_matcher, _options, _source) = (matcher, options, source);
        _key = new RowKey(options.Key);
        Types = TypesOf(options, last);
        byte[][] times = [.. Types.Where(type => type.Value == ColumnType.Time)
            .Select(type => RowKey.NameOf(type.Key))];
        (_row, _hasTimes) = (new CanonicalRow(times), times.Length > 0);
    }

    private static Dictionary<string, ColumnType> Empty { get; } = [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ColumnType> Types { get; }

    /// <summary>Rows that have come.</summary>
    public long Count { get; private set; }

    /// <summary>Rows that were left out because they have no key.</summary>
    public long Keyless { get; private set; }

    /// <summary>What columns are: as the last snapshot left them, but for what is declared now.</summary>
    public static IReadOnlyDictionary<string, ColumnType> TypesOf(SnapshotOptions options, SnapshotManifest? last)
    {
        var types = new Dictionary<string, ColumnType>(last?.Columns ?? Empty, StringComparer.Ordinal);
        foreach ((string name, ColumnType type) in options.Types)
        {
            types[name] = type;
        }

        return types;
    }

    /// <summary>The fields that rows have, with what is to be remembered of them.</summary>
    public SortedDictionary<string, ColumnType> Columns()
    {
        SortedDictionary<string, ColumnType> columns = new(StringComparer.Ordinal);
        foreach ((string name, SnapshotColumn column) in _columns)
        {
            ColumnType known = Types.GetValueOrDefault(name);
            columns.Add(name, known == ColumnType.Any ? column.Type : known);
        }

        return columns;
    }

    public void Add(long place, ReadOnlySpan<byte> json)
    {
        Count++;
        if (_row.Read(json) is { } reason)
        {
            throw SnapshotErrors.BrokenRow(_source, place, reason);
        }

        Add(place, _row);
    }

    /// <summary>Its values are canonical, but for times, whose notation only a look at them tells.</summary>
    public void Add(long place, SnapshotRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (_hasTimes)
        {
            Add(place, row.Json);
        }
        else
        {
            Count++;
            Add(place, row.Parts);
        }

        row.Clear();
    }

    private void Add(long place, RowParts row)
    {
        if (_key.Read(row) is { } field)
        {
            if (!_options.SkipKeyless)
            {
                throw SnapshotErrors.NoKey(_source, place, field);
            }

            Keyless++;
            return;
        }

        NoteColumns(place, row);
        _matcher.Add(_key.Value, row.Value, place);
    }

    /// <summary>Most rows have the same names as the row before.</summary>
    private void NoteColumns(long place, RowParts row)
    {
        if (row.Layout is null || row.Layout != _layout)
        {
            FindColumns(place, row);
            _layout = row.Layout;
        }

        ReadOnlySpan<byte> bytes = row.Value;
        ReadOnlySpan<SnapshotColumn> columns = CollectionsMarshal.AsSpan(_inOrder);
        ReadOnlySpan<RowMember> members = CollectionsMarshal.AsSpan(row.Members);
        for (int i = 0; i < members.Length; i++)
        {
            columns[i].Note(bytes[members[i].ValueStart]);
        }
    }

    private void FindColumns(long place, RowParts row)
    {
        for (int i = 0; i < row.Members.Count; i++)
        {
            ReadOnlySpan<byte> name = row.Members[i].Name(row.Bytes);
            if (i == _inOrder.Count)
            {
                _inOrder.Add(Find(name, place));
            }
            else if (!name.SequenceEqual(_inOrder[i].Name))
            {
                _inOrder[i] = Find(name, place);
            }
        }
    }

    private SnapshotColumn Find(ReadOnlySpan<byte> name, long place)
    {
        string text = JsonSerializer.Deserialize(
            $"\"{Encoding.UTF8.GetString(name)}\"", SnapshotJson.Default.String)!;
        if (!_columns.TryGetValue(text, out SnapshotColumn? column))
        {
            _columns.Add(text, column = new SnapshotColumn(name.ToArray()));
        }

        return _columns.Count <= MostColumns ? column
            : throw SnapshotErrors.TooManyColumns(_source, place, MostColumns);
    }
}
