using Vitrine.Cli;

using var interruption = new Interruption();
return await CommandTree.RunAsync(args, interruption.Token);
