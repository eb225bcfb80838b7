namespace Kappa.Snapshots;

/// <summary>A field of the rows of a dump, and what values it had.</summary>
/// <param name="name">Its name as canonical text writes it.</param>
internal sealed class SnapshotColumn(byte[] name)
{
    private bool _hasText;
    private bool _hasNumber;
    private bool _hasBoolean;
    private bool _hasOther;

    public ReadOnlySpan<byte> Name => name;

    /// <summary>What all its values were.</summary>
    public ColumnType Type => (_hasText, _hasNumber, _hasBoolean, _hasOther) switch
    {
        (true, false, false, false) => ColumnType.Text,
        (false, true, false, false) => ColumnType.Number,
        (false, false, true, false) => ColumnType.Boolean,
        _ => ColumnType.Any,
    };

    /// <summary>Takes note of a canonical value: its first byte tells what it is.</summary>
    public void Note(byte first)
    {
        _hasText |= first == '"';
        _hasNumber |= first is (byte)'-' or (>= (byte)'0' and <= (byte)'9');
        _hasBoolean |= first is (byte)'t' or (byte)'f';
        _hasOther |= first is (byte)'{' or (byte)'[';
    }
}
