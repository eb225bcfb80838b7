namespace Kappa.Graph;

/// <summary>What a row of the left table of a foreign-key join asks for at its foreign key.</summary>
internal enum SubscriptionKind
{
    /// <summary>To be told of the foreign row: now, if there is one, and whenever it changes.</summary>
    Begin,

    /// <summary>The same, with an answer now in any case: what there was before is out of date.</summary>
    BeginAndAnswer,

    /// <summary>Not to be told any more.</summary>
    End,

    /// <summary>Not to be told any more, and an answer now, without a foreign row.</summary>
    EndAndAnswer,
}
