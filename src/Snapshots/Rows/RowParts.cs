namespace Kappa.Snapshots;

/// <summary>A row in canonical form, and where its members are. Valid until the next row; one thread.</summary>
internal class RowParts
{
    private readonly List<RowMember> _members = [];

    /// <summary>The canonical bytes.</summary>
    public ReadOnlySpan<byte> Value => Bytes.Written;

    /// <summary>The members of the row, by name.</summary>
    public IReadOnlyList<RowMember> Members => _members;

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
        foreach (RowMember member in _members)
        {
            if (member.Name(Bytes).SequenceEqual(name))
            {
                found = member;
                return true;
            }
        }

        found = default;
        return false;
    }

    public ReadOnlySpan<byte> ValueOf(RowMember member) => Bytes.Slice(member.ValueStart, member.ValueLength);
}
