namespace Kappa.Graph;

/// <summary>What an operator does to the place of a record, which its key decides.</summary>
internal enum KeyEffect
{
    /// <summary>Records lie where they lay before.</summary>
    Keeps,

    /// <summary>The key is another one: the record lies where the one before is owned.</summary>
    Changes,

    /// <summary>It moves records to where their key is owned.</summary>
    Moves,
}
