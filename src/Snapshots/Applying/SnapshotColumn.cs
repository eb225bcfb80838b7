namespace Kappa.Snapshots;

/// <summary>A field of the rows of a dump, and what values it had.</summary>
/// <param name="name">Its name as canonical text writes it.</param>
internal sealed class SnapshotColumn(byte[] name)
{
    private const byte Text = 1;
    private const byte Number = 2;
    private const byte Boolean = 4;
    private const byte Other = 8;

    private static readonly byte[] Kinds = MakeKinds();

    private byte _kinds;

    public ReadOnlySpan<byte> Name => name;

    /// <summary>What all its values were.</summary>
    public ColumnType Type => _kinds switch
    {
        Text => ColumnType.Text,
        Number => ColumnType.Number,
        Boolean => ColumnType.Boolean,
        _ => ColumnType.Any,
    };

    /// <summary>Takes note of a canonical value: its first byte tells what it is.</summary>
    public void Note(byte first) => _kinds |= Kinds[first];

    /// <summary>By the first byte of a value; null says nothing.</summary>
    private static byte[] MakeKinds()
    {
        byte[] kinds = new byte[byte.MaxValue + 1];
        kinds['"'] = Text;
        kinds.AsSpan('0', 10).Fill(Number);
        kinds['-'] = Number;
        kinds['t'] = kinds['f'] = Boolean;
        kinds['{'] = kinds['['] = Other;
        return kinds;
    }
}
