ip rule delete from {{net}} lookup {{table}}
