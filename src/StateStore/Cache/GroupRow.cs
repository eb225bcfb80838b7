namespace Kappa.StateStores;

/// <summary>One row in a block of a <see cref="RowGroupStore{TKey,TSub,TValue}"/>.</summary>
internal struct GroupRow<TSub, TValue>
{
    public StoreRow<TValue> Row;
    public TSub Sub;
    public int ObjectBytes; // Estimate of what the value holds outside the block.
    public bool IsNew; // Not below: it came since the last commit.
    public bool IsDirty; // Changed since the last commit. A row that is removed and not dirty is not in the block.
}
