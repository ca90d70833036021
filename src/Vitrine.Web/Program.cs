using Vitrine.Web;

return await SiteHost.RunAsync(args);
