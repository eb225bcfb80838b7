namespace Kappa.Graph;

/// <summary>What kinds of joins are called in names.</summary>
internal static class JoinKindNames
{
    extension(JoinKind kind)
    {
        /// <summary>What operators and stores are named for.</summary>
        public string Operation => kind switch
        {
            JoinKind.Left => "left-join",
            JoinKind.Outer => "outer-join",
            _ => "join",
        };
    }
}
