namespace Kappa.Building;

/// <summary>Sets of numbers that only ever grow together.</summary>
internal sealed class UnionFind(int count)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, count)];

    public void Union(int left, int right) => _parents[Find(left)] = Find(right);

    /// <summary>The number that stands for the whole set.</summary>
    public int Find(int item)
    {
        while (_parents[item] != item)
        {
            item = _parents[item] = _parents[_parents[item]];
        }

        return item;
    }
}
