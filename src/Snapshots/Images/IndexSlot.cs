namespace Kappa.Snapshots;

/// <summary>A row of an index; all zeros where there is none.</summary>
internal struct IndexSlot
{
    /// <summary>Hash of its key.</summary>
    public UInt128 Key;

    /// <summary>Hash of key and value.</summary>
    public UInt128 Row;
}
