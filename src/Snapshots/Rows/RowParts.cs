namespace Kappa.Snapshots;

/// <summary>A row in canonical form, and where its members are. Valid until the next row; one thread.</summary>
/// <param name="layout">
/// The same object for all rows whose members have the same names in the same order; null where that is not known.
/// </param>
internal class RowParts(object? layout = null)
{
    private readonly List<RowMember> _members = [];

    /// <summary>The canonical bytes.</summary>
    public ReadOnlySpan<byte> Value => Bytes.Written;

    /// <summary>The members of the row, by name.</summary>
    public List<RowMember> Members => _members;

    /// <summary>Tells rows with the same names; null where that is not known.</summary>
    public object? Layout => layout;

    public RowBytes Bytes { get; } = new();

    public void Clear()
    {
        Bytes.Clear();
        _members.Clear();
    }

    /// <summary>Takes note of a member; they come in the order of their names.</summary>
    public void Add(RowMember member) => _members.Add(member);

    /// <summary>Finds a member by its name, escaped as canonical text is.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out RowMember found)
    {
        int at = 0;
        return TryFind(name, ref at, out found);
    }

    /// <summary>Finds a member by its name, escaped as canonical text is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="at">Where it was in the row before; where it is.</param>
    /// <param name="found">The member.</param>
    public bool TryFind(ReadOnlySpan<byte> name, ref int at, out RowMember found)
    {
        if (at < _members.Count && _members[at].Name(Bytes).SequenceEqual(name))
        {
            found = _members[at];
            return true;
        }

        for (int i = 0; i < _members.Count; i++)
        {
            if (_members[i].Name(Bytes).SequenceEqual(name))
            {
                (at, found) = (i, _members[i]);
                return true;
            }
        }

        found = default;
        return false;
    }

    public ReadOnlySpan<byte> ValueOf(RowMember member) => Bytes.Slice(member.ValueStart, member.ValueLength);
}
