namespace Kappa.Tests;

/// <summary>A test that goes for keys of any type.</summary>
internal interface IKeyTest
{
    /// <summary>Tests with keys of one type.</summary>
    /// <param name="serde">Their serde.</param>
    /// <param name="keys">Keys, some of them equal with different bytes.</param>
    void Run<TKey>(ISerde<TKey> serde, TKey[] keys)
        where TKey : notnull;
}
