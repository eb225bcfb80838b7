namespace Kappa;

/// <summary>One header of a record.</summary>
/// <remarks>A view: valid as long as the record is in progress.</remarks>
public readonly ref struct RecordHeader
{
    internal RecordHeader(string name, bool hasValue, ReadOnlySpan<byte> value)
    {
        (Name, HasValue) = (name, hasValue);
        Value = value;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Whether it has a value: one that is null is not the same as one of no bytes.</summary>
    public bool HasValue { get; }

    /// <summary>Its value; empty where it is null.</summary>
    public ReadOnlySpan<byte> Value { get; }
}
